import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/can.decorator.js';
import { Answers } from '../openapi/answers.js';
import { JwksView } from './jwks.view.js';
import { KeyRing } from './key-ring.js';

@ApiTags('Identity')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: KeyRing) {}

  @Get()
  @Public()
  @Header('Cache-Control', 'public, max-age=300')
  @Answers('The public keys that verify access tokens (RFC 7517)', JwksView)
  findOne(): JwksView {
    return { keys: this.keys.publicKeys as JwksView['keys'] };
  }
}
