export type * from './turnfleet/customer/v1/CustomerLevel.ts';
export type * from './turnfleet/customer/v1/CustomerService.ts';
export type * from './turnfleet/customer/v1/GetCustomerProfileRequest.ts';
export type * from './turnfleet/customer/v1/GetCustomerProfileResponse.ts';
