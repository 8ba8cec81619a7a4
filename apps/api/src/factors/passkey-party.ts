import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/**
 * The relying party of WebAuthn: a passkey is for the host of PUBLIC_URL, and is used on its pages, and on those of CORS_ORIGINS
 * that are on that host or below it. A page of any other site can't use it: the browser tells where it was used, and signs that.
 */
@Injectable()
export class PasskeyParty {
  readonly id: string;
  readonly origins: string[];

  constructor({ publicUrl, corsOrigins }: Config) {
    const own = new URL(publicUrl);
    this.id = own.hostname;
    const isNear = ({ hostname }: URL) => hostname === this.id || hostname.endsWith(`.${this.id}`);
    this.origins = [own.origin, ...corsOrigins.filter((origin) => isNear(new URL(origin)))];
  }
}
