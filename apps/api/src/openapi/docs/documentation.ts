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

/** The name of the page, and of the document that it shows. */
export const PAGE = '';
export const DOCUMENT = 'openapi.json';

/** What /openapi.json and /docs serve: nothing from another host, nothing that a request could name on the disk. */
@Injectable()
export class Documentation {
  private build?: () => OpenAPIObject;
  private files?: Map<string, StaticFile>;

  constructor(private readonly config: Config) {}

  /** Until this is called, and without `DOCS=on` it never is, there is no documentation. It is made when someone first asks. */
  publish(build: () => OpenAPIObject): void {
    this.build = build;
  }

  get isPublished(): boolean {
    return this.build !== undefined;
  }

  /** @throws 404 */
  file(name: string): StaticFile {
    this.files ??= this.load();
    const file = this.files.get(name);
    if (!file) throw notFound();
    return file;
  }

  private load(): Map<string, StaticFile> {
    const paths = [own('viewer.css'), own('viewer.js'), library('swagger-ui.css'), library('swagger-ui-bundle.js')];
    return new Map([
      [PAGE, new StaticFile(page(this.config), 'text/html; charset=utf-8')],
      [DOCUMENT, new StaticFile(JSON.stringify(this.build?.()), 'application/json; charset=utf-8')],
      ...paths.map((path) => [basename(path), new StaticFile(readFileSync(path), types[extname(path)]!)] as const),
    ]);
  }
}

/** Without documentation its paths are like any that isn't there. */
@Injectable()
export class DocumentationGuard implements CanActivate {
  constructor(private readonly documentation: Documentation) {}

  canActivate(): boolean {
    if (!this.documentation.isPublished) throw notFound();
    return true;
  }
}
