import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Recent } from '../access/recent.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IdParam } from '../common/id-param.js';
import { OptionalBody } from '../common/optional-body.js';
import { PageQuery } from '../common/page.dto.js';
import { Answers, AnswersPage, AnswersSecret, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { ConfirmTotp } from './dto/confirm-totp.dto.js';
import { CreateTotp } from './dto/create-totp.dto.js';
import { FactorView, RecoveryCodesView, TotpView } from './factor.view.js';
import { FactorsService } from './factors.service.js';
import { TotpService } from './totp.service.js';

@ApiTags('Identity')
@Controller('v1/me')
export class FactorsController {
  constructor(
    private readonly factors: FactorsService,
    private readonly totp: TotpService,
  ) {}

  @Get('factors')
  @Can('read', 'Factor')
  @AnswersPage('List your own second factors', FactorView)
  findMany(@Caller() caller: Caller, @Query() query: PageQuery) {
    return this.factors.findMany(caller, query);
  }

  @Post('factors/totp')
  @Can('create', 'Factor')
  @Recent()
  @OptionalBody(CreateTotp)
  @AnswersSecret('Enrol an app that shows codes', TotpView, { refuses: [409] })
  createTotp(@Caller() caller: Caller, @Body() totp: CreateTotp): Promise<TotpView> {
    return this.totp.create(caller, totp);
  }

  @Post('factors/totp/confirmation')
  @HttpCode(200)
  @Can('update', 'Factor')
  @Recent()
  @LoginLimit()
  @Answers('Confirm the app with its first code', RecoveryCodesView, { refuses: [409] })
  confirmTotp(@Caller() caller: Caller, @Body() { code }: ConfirmTotp): Promise<RecoveryCodesView> {
    return this.totp.confirm(caller, code);
  }

  @Delete('factors')
  @Can('delete', 'Factor')
  @Recent()
  @NoContent('Remove all of your second factors', { refuses: [409] })
  removeAll(@Caller() caller: Caller): Promise<void> {
    return this.factors.removeAll(caller);
  }

  // As no id, `totp` and `passkeys` have methods of their own alone.
  @Delete('factors/:id(^[0-9A-Fa-f-]{36}$)')
  @Can('delete', 'Factor')
  @Recent()
  @NoContent('Remove one of your second factors', { refuses: [409] })
  remove(@Caller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.factors.remove(caller, id);
  }

  @Post('recovery-codes')
  @Can('create', 'Factor')
  @Recent()
  @AnswersSecret('Get ten new recovery codes in place of the old', RecoveryCodesView, { refuses: [409] })
  renewCodes(@Caller() caller: Caller): Promise<RecoveryCodesView> {
    return this.factors.renewCodes(caller);
  }
}
