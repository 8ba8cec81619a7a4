import { describeMutants } from './policy.js';

describeMutants('guardian');
