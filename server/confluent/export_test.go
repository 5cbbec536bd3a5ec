package confluent

import "github.com/concord-registry/concord/server/confluent/dialect"

// Routes is the table of the API, for tests from outside.
func Routes() map[string]dialect.Methods { return (&handler{}).routes() }

// MostRequests is how many requests a batch may have.
const MostRequests = mostRequests
