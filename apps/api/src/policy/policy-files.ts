import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Documentation } from '../openapi/docs/documentation.js';
import { StaticFile, StaticFiles } from '../openapi/docs/static-file.js';
import { describePolicy } from './describe-policy.js';
import { page } from './page.js';
import type { PolicyView } from './policy.view.js';

export const PAGE = 'index.html';
export const DATA = 'policy.json';

/** What /v1/policy and /policy serve, where there is documentation. */
@Injectable()
export class PolicyFiles extends StaticFiles {
  private described?: PolicyView;

  constructor(private readonly documentation: Documentation) {
    super(() => [
      new StaticFile(PAGE, page(this.policy)),
      new StaticFile(DATA, JSON.stringify(this.policy)),
      ...['policy.css', 'policy.js'].map((name) => StaticFile.read(join(import.meta.dirname, name))),
    ]);
  }

  get policy(): PolicyView {
    this.described ??= describePolicy(this.documentation.document);
    return this.described;
  }
}
