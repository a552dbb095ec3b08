// The scalars of a step; gpu/optimizers/report.ts lists them in the same order.
const REPORT_LOSS = 0u;
const REPORT_LAMBDA = 1u;
const REPORT_ALPHA = 2u;
const REPORT_MU = 3u;
const REPORT_RHO = 4u;
const REPORT_NU = 5u;
const REPORT_PREDICTED = 6u;
const REPORT_PIVOT_FAILURES = 7u;
const REPORT_RESIDUAL = 8u;
const REPORT_INVERSE_STEP = 9u;
const REPORT_KEPT_INVERSES = 10u;
const REPORT_LADDER_RUNGS = 11u;
const REPORT_STALE_INVERSES = 12u;
const REPORT_REJECTED_STEPS = 13u;
const REPORT_FALLBACKS = 14u;
