/** A document in which nothing is, for a version that does not exist. */
export const emptyBpmn = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>';
