package confluent

import (
	"maps"
	"slices"
)

// Routes are the methods of each pattern of the table, for tests from outside.
func Routes() map[string][]string {
	routes := map[string][]string{}
	for pattern, methods := range (&handler{}).routes() {
		routes[pattern] = slices.Sorted(maps.Keys(methods))
	}
	return routes
}

// MostRequests is how many requests a batch may have.
const MostRequests = mostRequests
