import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type CanActivate, Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { notFound } from '../../common/problem.js';
import { Config } from '../../config/config.js';
import { page } from './page.js';
import { StaticFile, StaticFiles } from './static-file.js';

const own = (name: string) => join(import.meta.dirname, name);
const library = (name: string) => createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);

/** The name of the page, and of the document that it shows. */
export const PAGE = 'index.html';
export const DOCUMENT = 'openapi.json';

/** What /openapi.json and /docs serve: nothing from another host. */
@Injectable()
export class Documentation extends StaticFiles {
  private build?: () => OpenAPIObject;
  private built?: OpenAPIObject;

  constructor(config: Config) {
    super(() => [
      new StaticFile(PAGE, page(config)),
      new StaticFile(DOCUMENT, JSON.stringify(this.document)),
      ...['theme.css', 'viewer.css', 'viewer.js'].map((name) => StaticFile.read(own(name))),
      ...['swagger-ui.css', 'swagger-ui-bundle.js'].map((name) => StaticFile.read(library(name))),
    ]);
  }

  /** Until this is called, and without `DOCS=on` it never is, there is no documentation. It is made when someone first asks. */
  publish(build: () => OpenAPIObject): void {
    this.build = build;
  }

  get isPublished(): boolean {
    return this.build !== undefined;
  }

  get document(): OpenAPIObject {
    this.built ??= this.build!();
    return this.built;
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
