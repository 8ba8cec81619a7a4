import { describeMutants } from './policy.js';

describeMutants('student');
