package confluent

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// operation does what one route and method are for. Its value becomes the body of a 200: JSON of anything, but for the
// types of answer.go. An error becomes an error body (failure.go).
type operation func(*call) (any, error)

// methods are the operations of one route. HEAD is GET, and OPTIONS lists the rest.
type methods map[string]operation

const rootPattern = "/{$}"

// routes is the table of the dialect (contract §1). The names in braces are what call.path knows.
func (h *handler) routes() map[string]methods {
	const (
		get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
		subject             = "/subjects/{subject}"
		version             = subject + "/versions/{version}"
		keks                = "/dek-registry/v1/keks"
		kek                 = keks + "/{kek}"
		dek                 = kek + "/deks/{subject}"
		dekVersion          = dek + "/versions/{version}"
	)
	return map[string]methods{
		rootPattern: {get: h.root, post: h.root},

		"/subjects":           {get: h.listSubjects},
		subject:               {post: h.lookUp, del: h.deleteSubject},
		subject + "/metadata": {get: h.latestWithMetadata},
		subject + "/versions": {get: h.listVersions, post: h.register},

		version:                   {get: h.version, del: h.deleteVersion},
		version + "/schema":       {get: h.versionText},
		version + "/referencedby": {get: h.referrers},
		version + "/tags":         {post: h.tag},

		"/schemas":                   {get: h.listSchemas},
		"/schemas/types":             {get: h.listTypes},
		"/schemas/ids/{id}":          {get: h.schemaByID},
		"/schemas/ids/{id}/schema":   {get: h.textByID},
		"/schemas/ids/{id}/subjects": {get: h.subjectsOfID},
		"/schemas/ids/{id}/versions": {get: h.versionsOfID},
		"/schemas/guids/{guid}":      {get: h.schemaByGUID},
		"/schemas/guids/{guid}/ids":  {get: h.idsOfGUID},

		"/config":           {get: h.config, put: h.configure, del: h.unconfigure},
		"/config/{subject}": {get: h.config, put: h.configure, del: h.unconfigure},
		"/mode":             {get: h.mode, put: h.setMode, del: h.unsetMode},
		"/mode/{subject}":   {get: h.mode, put: h.setMode, del: h.unsetMode},

		"/compatibility/subjects/{subject}/versions":           {post: h.checkAll},
		"/compatibility/subjects/{subject}/versions/{version}": {post: h.checkOne},

		"/contexts":           {get: h.listContexts},
		"/contexts/{context}": {del: h.deleteContext},

		"/v1/metadata/id":         {get: h.clusterID},
		"/v1/metadata/version":    {get: h.serverVersion},
		"/v1/metadata/deployment": {get: h.deployment},

		"/associations":                              {post: h.createAssociations},
		"/associations/subjects/{subject}":           {get: h.associationsOfSubject},
		"/associations/resources/{namespace}/{name}": {get: h.associationsOfName},
		"/associations/resources/{id}":               {get: h.associationsOfID, put: h.upsertAssociations, del: h.deleteAssociations},
		"/associations:batchGet":                     {post: h.getAssociationBatch},
		"/associations:batchMutate":                  {post: h.changeAssociationBatch},
		"/associations:batch":                        {post: h.changeAssociationBatch}, // the name in release 8.2

		keks:                     {get: h.listKeks, post: h.createKek},
		kek:                      {get: h.kek, put: h.updateKek, del: h.deleteKek},
		kek + "/undelete":        {post: h.undeleteKek},
		kek + "/test":            {post: h.testKek},
		kek + "/deks":            {get: h.listDeks, post: h.createDek},
		dek:                      {get: h.firstDek, post: h.createDek, del: h.deleteDek},
		dek + "/undelete":        {post: h.undeleteDek},
		dek + "/versions":        {get: h.listDekVersions},
		dekVersion:               {get: h.dekVersion, del: h.deleteDek},
		dekVersion + "/undelete": {post: h.undeleteDek},
	}
}

// resource serves one route, or with no methods all paths that have none.
type resource struct {
	handler *handler
	methods methods
}

// ServeHTTP implements http.Handler. It is only ever reached through handler.ServeHTTP, whose w is a *call.
func (s resource) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := w.(*call)
	if r.Method == http.MethodOptions && s.methods != nil {
		c.Header().Set("Allow", s.allowed())
		c.WriteHeader(http.StatusNoContent)
		return
	}
	do, err := s.choose(c)
	if err != nil {
		s.handler.fail(c, err)
		return
	}
	answer, err := do(c)
	if err != nil {
		s.handler.fail(c, err)
		return
	}
	s.handler.answer(c, answer)
}

// choose finds the operation, in the order in which the reference refuses: path, method, body type, answer type.
func (s resource) choose(c *call) (operation, error) {
	c.media = negotiate(c.request.Header["Accept"])
	if s.methods == nil {
		return nil, errUnknownPath
	}
	method := c.request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	do, ok := s.methods[method]
	if !ok {
		c.Header().Set("Allow", s.allowed())
		return nil, errMethod
	}
	if err := accepted(c.request); err != nil {
		return nil, err
	}
	if c.media == "" {
		return nil, errNotAcceptable
	}
	return do, nil
}

// allowed is the value of the header Allow.
func (s resource) allowed() string {
	allowed := slices.Sorted(maps.Keys(s.methods))
	if s.methods[http.MethodGet] != nil {
		allowed = append(allowed, http.MethodHead)
	}
	return strings.Join(append(allowed, http.MethodOptions), ", ")
}
