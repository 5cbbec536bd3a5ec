package confluent

import "github.com/concord-registry/concord/server/confluent/dialect"

// root is GET and POST /, which clients use to see whether somebody is there.
func (h *handler) root(*dialect.Call) (any, error) { return struct{}{}, nil }

// clusterID is GET /v1/metadata/id.
func (h *handler) clusterID(*dialect.Call) (any, error) {
	type clusters struct {
		Kafka    string `json:"kafka-cluster"`
		Registry string `json:"schema-registry-cluster"`
	}
	type scope struct {
		Path     []string `json:"path"`
		Clusters clusters `json:"clusters"`
	}
	return map[string]scope{"scope": {[]string{}, clusters{h.ClusterID, "concord"}}}, nil
}

// serverVersion is GET /v1/metadata/version.
func (h *handler) serverVersion(*dialect.Call) (any, error) {
	return struct {
		Version string `json:"version"`
		// Commit is there for clients that look for it: a release says it all.
		Commit string `json:"commitId"`
	}{Version: h.Version}, nil
}

// deployment is GET /v1/metadata/deployment.
func (h *handler) deployment(*dialect.Call) (any, error) {
	return map[string][]string{"attributes": {}}, nil
}
