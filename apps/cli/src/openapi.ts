import 'reflect-metadata';
import { buildDocument } from '../../api/src/openapi/document.js';
import { createPreview } from '../../api/src/openapi/preview.js';
import { keepCurrent } from './generated-file.js';

/* The OpenAPI document in docs/openapi.json, where a change of the contract shows in a review. */
const document = buildDocument(await createPreview());
keepCurrent('docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`, 'npm run openapi');
