/** `type` of a problem is this and the error code. */
export const problemTypePrefix = 'urn:wbpm:error:';
