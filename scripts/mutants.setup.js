import * as fc from 'fast-check';

// That a property fails is all that is asked; the smallest case of it is looked for by nobody.
fc.configureGlobal({ endOnFailure: true });
