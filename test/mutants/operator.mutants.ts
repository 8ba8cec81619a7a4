import { describeMutants } from './policy.js';

describeMutants('operator');
