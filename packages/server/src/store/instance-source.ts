/** Instances at work and lately ended, and those moved away from them: two tables of a kind. */
export type InstanceSource = 'current' | 'archive';
