import { readProof } from '../../apps/api/src/auth/dpop-proof.js';

/** RFC 9449, figures 1, 2 and 12. */
const key =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19';
const login = `${key}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg`;
const use = `${key}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUViIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA`;
const thumbprint = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';
const token = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';

describe('the proofs of RFC 9449', () => {
  const { now } = Date;
  beforeEach(() => void (Date.now = () => 1_562_262_616_000));
  afterEach(() => void (Date.now = now));

  it('are read, for a login and for a use', async () => {
    const read = [
      await readProof(login, { method: 'POST', uri: 'https://server.example.com/token' }),
      await readProof(use, { method: 'GET', uri: 'https://resource.example.org/protectedresource', token }),
    ];
    expect(read).toEqual([
      { thumbprint, jti: '-BwC3ESc6acc2lTc' },
      { thumbprint, jti: 'e1j3V_bKic8-LAEb' },
    ]);
  });

  it('are refused for something else, and a minute later', async () => {
    const uri = 'https://resource.example.org/protectedresource';
    expect(await readProof(use, { method: 'GET', uri, token: `${token}.` })).toBeUndefined();
    expect(await readProof(use, { method: 'GET', uri: `${uri}s`, token })).toBeUndefined();
    expect(await readProof(login, { method: 'GET', uri, token })).toBeUndefined();
    Date.now = () => 1_562_262_679_000;
    expect(await readProof(use, { method: 'GET', uri, token })).toBeUndefined();
  });
});
