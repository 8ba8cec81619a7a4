import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Documentation } from '../openapi/docs/documentation.js';
import { StaticFile, StaticFiles } from '../openapi/docs/static-file.js';
import { describePolicy } from './describe-policy.js';
import { page } from './page.js';

export const PAGE = 'index.html';
export const DATA = 'policy.json';

/** What /v1/policy and /policy serve, where there is documentation. */
@Injectable()
export class PolicyFiles extends StaticFiles {
  constructor(documentation: Documentation) {
    super(() => {
      const policy = describePolicy(documentation.document);
      return [
        new StaticFile(PAGE, page(policy)),
        new StaticFile(DATA, JSON.stringify(policy)),
        ...['policy.css', 'policy.js'].map((name) => StaticFile.read(join(import.meta.dirname, name))),
      ];
    });
  }
}
