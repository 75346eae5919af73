/** The vendor of the orders that a soak sends: each has a mark of its own, so that a second arrival is seen. */
export const ORDER_VENDOR = 'org.northbound.soak';
