import { readProof } from '../../apps/api/src/auth/dpop-proof.js';

/** RFC 9449, figures 2 and 8. */
const key =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19';
const login = `${key}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg`;
const thumbprint = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

const purpose = { method: 'POST', uri: 'https://server.example.com/token' };

describe('the proof of RFC 9449', () => {
  const read = (text = login, changes: object = {}, seconds = 0) =>
    readProof(text, { ...purpose, ...changes }, (1_562_262_616 + seconds) * 1_000);

  it('is read, and its key has the thumbprint of the RFC', async () => {
    expect(await read()).toEqual({ thumbprint, jti: '-BwC3ESc6acc2lTc' });
  });

  it('is good for a minute before and after its time', async () => {
    for (const [seconds, good] of [
      [-61, false],
      [-60, true],
      [60, true],
      [61, false],
    ] as const) {
      expect([seconds, (await read(login, {}, seconds)) !== undefined]).toEqual([seconds, good]);
    }
  });

  it('is refused for something else, for a token, and when a letter of it changes', async () => {
    expect(await read(login, { method: 'PUT' })).toBeUndefined();
    expect(await read(login, { uri: `${purpose.uri}s` })).toBeUndefined();
    expect(await read(login, { token: 'x' })).toBeUndefined();
    expect(await read(login.replace('.2-GxA6', '.3-GxA6'))).toBeUndefined();
  });
});
