// Package confluent has the operations of the REST API of Confluent Schema Registry (contract §1). How that API speaks is
// known to its dialect; what an operation means is decided in server/registry. This package turns the words of requests
// into use cases, and their answers into the objects of the API.
package confluent

import (
	"net/http"

	"github.com/concord-registry/concord/server/confluent/dialect"
)

// Handler returns the API as one http.Handler. It answers every path it is given: mount what else there is beside it,
// not behind it.
func Handler(c Config) http.Handler {
	h := &handler{Config: c.withDefaults(), plain: dialect.NewMemo[shown]()}
	h.Run = h.positioned
	return dialect.New(h.Config.Config, h.routes())
}
