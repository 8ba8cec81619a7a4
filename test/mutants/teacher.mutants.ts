import { describeMutants } from './policy.js';

describeMutants('teacher');
