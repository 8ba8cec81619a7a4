import 'reflect-metadata';
import { buildDocument } from '../../api/src/openapi/document.js';
import { createPreview } from '../../api/src/openapi/preview.js';
import { describePolicy } from '../../api/src/policy/describe-policy.js';
import { policyMarkdown } from '../../api/src/policy/markdown.js';
import { keepCurrent } from './generated-file.js';

/* The policy in docs/policy.md, where a change of who may do what shows in a review. */
const policy = describePolicy(buildDocument(await createPreview()));
keepCurrent('docs/policy.md', policyMarkdown(policy), 'npm run policy');
