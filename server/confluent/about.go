package confluent

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/store"
)

// root is GET and POST /, which clients use to see whether somebody is there.
func (h *handler) root(*dialect.Call) (any, error) { return struct{}{}, nil }

// told is what the server says of itself, if the caller may ask how it is.
func (h *handler) told(c *dialect.Call, about any) (any, error) {
	return about, h.as(c).May(h.Registry.View(), store.StatusRead, store.Registry)
}

// clusterID is GET /v1/metadata/id.
func (h *handler) clusterID(c *dialect.Call) (any, error) {
	type clusters struct {
		Kafka    string `json:"kafka-cluster"`
		Registry string `json:"schema-registry-cluster"`
	}
	type scope struct {
		Path     []string `json:"path"`
		Clusters clusters `json:"clusters"`
	}
	return h.told(c, map[string]scope{"scope": {[]string{}, clusters{h.ClusterID, "concord"}}})
}

// serverVersion is GET /v1/metadata/version.
func (h *handler) serverVersion(c *dialect.Call) (any, error) {
	type version struct {
		Version string `json:"version"`
		// Commit is there for clients that look for it: a release says it all.
		Commit string `json:"commitId"`
	}
	return h.told(c, version{Version: h.Version})
}

// deployment is GET /v1/metadata/deployment.
func (h *handler) deployment(c *dialect.Call) (any, error) {
	return h.told(c, map[string][]string{"attributes": {}})
}

// listTypes is GET /schemas/types.
func (h *handler) listTypes(c *dialect.Call) (any, error) {
	return h.told(c, []schema.Type{schema.JSON, schema.Protobuf, schema.Avro})
}
