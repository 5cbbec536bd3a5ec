package confluent

import (
	"net/http"

	"github.com/concord-registry/concord/server/confluent/dialect"
)

// routes is the table of the API (contract §1). The names in braces are what [dialect.Call.Path] knows.
func (h *handler) routes() map[string]dialect.Methods {
	const (
		get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
		subject             = "/subjects/{subject}"
		version             = subject + "/versions/{version}"
		keks                = "/dek-registry/v1/keks"
		kek                 = keks + "/{kek}"
		dek                 = kek + "/deks/{subject}"
		dekVersion          = dek + "/versions/{version}"
	)
	return map[string]dialect.Methods{
		dialect.RootPattern: {get: h.root, post: h.root},

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
