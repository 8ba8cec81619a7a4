import { describeMutants } from './policy.js';

describeMutants('everyone');
