import { apiKey, type TestKey } from '../support/api-key.js';
import { anonymous, school } from '../support/school.js';
import { holding } from '../support/session.js';

type School = Awaited<ReturnType<typeof school>>;

export const keyOf = ({ admin, rows }: School, more = {}) => apiKey(admin, rows.schoolId, more);

export const type = { 'content-type': 'application/x-www-form-urlencoded' };
export const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
export const as = ({ id, secret }: Pick<TestKey, 'id' | 'secret'>) => ({ authorization: basic(id, secret) });

/** Sends a form, as nobody or with these headers. */
export const send = (path: string, form: string | Record<string, string>, headers: Record<string, string> = {}) =>
  anonymous.post(path, undefined, {
    raw: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    headers: { ...type, ...headers },
  });

export const grant = { grant_type: 'client_credentials' };
/** A token of this key. */
export const tokenOf = async (of: TestKey, form = {}) => {
  const { status, body } = await send('/oauth/token', { ...grant, ...form }, as(of));
  expect([status, body.error]).toEqual([200, undefined]);
  return body.access_token as string;
};

/** What reading something with this token is answered with. */
export const terms = async (token: string) => (await holding(token).get('/v1/terms')).status;
