import type { JWK } from 'jose';

/** The `x` of private P-256 keys that are printed in RFCs, and in whatever was copied from there. */
const printed = new Set([
  // RFC 7515, A.3.
  'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  // RFC 7517, A.2.
  'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  // RFC 7518, C: Alice and Bob.
  'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0',
  'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ',
  // RFC 9421, B.1.3.
  'qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA',
]);

/** 128 bits of a private key are zero: nobody drew it at random. */
const SMALL = 'A'.repeat(21);

/** Whether it is a key whose private part anyone can look up or try out. */
export const isExample = ({ x, d }: JWK): boolean => printed.has(x!) || d!.startsWith(SMALL);
