/** Steps between two adaptations of λ (T₁ of Martens & Grosse 2015, §6.5). */
export const DAMPING_PERIOD = 5;
/** Steps between two searches for γ (T₂ of §6.6). */
export const GAMMA_PERIOD = 20;
