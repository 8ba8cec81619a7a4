import { describeOperations } from './exhaustive.js';

describeOperations(({ method }) => method === 'GET');
