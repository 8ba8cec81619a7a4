import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { type CanActivate, Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { notFound } from '../../common/problem.js';
import { Config } from '../../config/config.js';
import { page } from './page.js';
import { StaticFile } from './static-file.js';

const types: Record<string, string> = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
const own = (name: string) => join(import.meta.dirname, name);
const library = (name: string) => createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);

/** What /openapi.json and /docs serve: nothing from another host, nothing from the disk once it has started. */
@Injectable()
export class Documentation {
  private readonly files = new Map<string, StaticFile>();
  document?: StaticFile;

  constructor(private readonly config: Config) {}

  /** Until this is called, and without `DOCS=on` it never is, there is no documentation. */
  publish(document: OpenAPIObject): void {
    this.document = new StaticFile(JSON.stringify(document), 'application/json; charset=utf-8');
    this.files.set('', new StaticFile(page(this.config), 'text/html; charset=utf-8'));
    for (const path of [
      own('viewer.css'),
      own('viewer.js'),
      library('swagger-ui.css'),
      library('swagger-ui-bundle.js'),
    ]) {
      this.files.set(basename(path), new StaticFile(readFileSync(path), types[extname(path)]!));
    }
  }

  /** @throws 404 */
  file(name: string): StaticFile {
    const file = this.files.get(name);
    if (!file) throw notFound();
    return file;
  }
}

/** Without documentation its paths are like any that isn't there. */
@Injectable()
export class DocumentationGuard implements CanActivate {
  constructor(private readonly documentation: Documentation) {}

  canActivate(): boolean {
    if (!this.documentation.document) throw notFound();
    return true;
  }
}
