import _ from 'lodash';
export const total = _;
