import { expectProblem } from '../../support/assertions.js';
import { holding, someone } from '../../support/session.js';

describe('the text of an access token', () => {
  it('is the canonical one or refused', async () => {
    const token = await (await someone()).accessToken();
    const [head, body, signature] = token.split('.') as [string, string, string];
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 64 bytes are 86 characters, the last of which has four bits that mean nothing.
    const trailing = signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.at(-1)!) + 1];
    expect(Buffer.from(trailing, 'base64url').equals(Buffer.from(signature, 'base64url'))).toBe(true);
    const standard = Buffer.from(signature, 'base64url').toString('base64').replace(/=+$/, '');
    for (const altered of [
      `${head}.${body}.${trailing}`,
      `${head}.${body}.${signature}==`,
      `${head}.${body}.${signature}.`,
      `${head}.${body}.${signature}.${signature}`,
      `.${head}.${body}.${signature}`,
      `${head}.${body}`,
      `${head}=.${body}.${signature}`,
      `${head}.${body}.${signature}%20`,
      ...(standard === signature ? [] : [`${head}.${body}.${standard}`]),
      'null',
      '..',
    ]) {
      const answer = await holding(altered).get('/v1/me');
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });
});
