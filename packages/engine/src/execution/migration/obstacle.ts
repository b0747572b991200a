/** Why something cannot go on under its new name; `final`: no mapping would help. */
export interface Obstacle {
  readonly reason: string;
  readonly final: boolean;
}

export const byMapping = (reason: string): Obstacle => ({ reason, final: false });
export const final = (reason: string): Obstacle => ({ reason, final: true });
