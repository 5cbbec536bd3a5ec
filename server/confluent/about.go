package confluent

// root is GET and POST /, which clients use to see whether somebody is there.
func (h *handler) root(*call) (any, error) { return struct{}{}, nil }

// clusterID is GET /v1/metadata/id.
func (h *handler) clusterID(*call) (any, error) {
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
func (h *handler) serverVersion(*call) (any, error) {
	return struct {
		Version string `json:"version"`
		Commit  string `json:"commitId"`
	}{h.Version, h.Commit}, nil
}

// deployment is GET /v1/metadata/deployment.
func (h *handler) deployment(*call) (any, error) {
	return map[string][]string{"attributes": {}}, nil
}
