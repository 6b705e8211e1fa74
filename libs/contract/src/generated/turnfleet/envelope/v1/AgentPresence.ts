// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Says that an agent is there, what they can do and for how many at once; to be repeated as a beat. Answered with an ack.
 */
export interface AgentPresence {
  /**
   * Is there, else leaves: then nothing else counts.
   */
  'present'?: (boolean);
  /**
   * As shoppers are told.
   */
  'name'?: (string);
  /**
   * Like general or returns; none: general.
   */
  'skills'?: (string)[];
  /**
   * Like zh-CN or zh; none: zh and en.
   */
  'languages'?: (string)[];
  /**
   * Most conversations at once; 0: 5.
   */
  'capacity'?: (number);
}

/**
 * Says that an agent is there, what they can do and for how many at once; to be repeated as a beat. Answered with an ack.
 */
export interface AgentPresence__Output {
  /**
   * Is there, else leaves: then nothing else counts.
   */
  'present': (boolean);
  /**
   * As shoppers are told.
   */
  'name': (string);
  /**
   * Like general or returns; none: general.
   */
  'skills': (string)[];
  /**
   * Like zh-CN or zh; none: zh and en.
   */
  'languages': (string)[];
  /**
   * Most conversations at once; 0: 5.
   */
  'capacity': (number);
}
