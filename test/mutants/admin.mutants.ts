import { describeMutants } from './policy.js';

describeMutants('admin');
