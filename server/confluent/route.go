package confluent

import (
	"net/http"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/store"
)

// op is an operation with the action that its caller has to be allowed, and those that a request may be instead or besides:
// a permanent deletion is another action than a soft one.
func op(do func(*dialect.Call) (any, error), action store.Action, others ...store.Action) dialect.Operation {
	return dialect.Operation{Do: do, Action: action, Others: others}
}

// routes is the table of the API (contract §1). The names in braces are what [dialect.Call.Path] knows. What is about the
// server and not about what it holds is status.read.
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
		dialect.RootPattern: {
			get:  op(h.root, store.StatusRead),
			post: op(h.root, store.StatusRead),
		},

		"/subjects": {get: op(h.listSubjects, store.SubjectList)},
		subject: {
			post: op(h.lookUp, store.VersionLookUp),
			del:  op(h.deleteSubject, store.SubjectDelete, store.SubjectPurge),
		},
		subject + "/metadata": {get: op(h.latestWithMetadata, store.VersionRead)},
		subject + "/versions": {
			get:  op(h.listVersions, store.VersionList),
			post: op(h.register, store.VersionRegister, store.VersionImport, store.VersionForce),
		},

		version: {
			get: op(h.version, store.VersionRead),
			del: op(h.deleteVersion, store.VersionDelete, store.VersionPurge),
		},
		version + "/schema":       {get: op(h.versionText, store.VersionRead)},
		version + "/referencedby": {get: op(h.referrers, store.VersionDependents)},
		version + "/tags":         {post: op(h.tag, store.VersionRegister)},

		"/schemas":                   {get: op(h.listSchemas, store.SchemaList)},
		"/schemas/types":             {get: op(h.listTypes, store.StatusRead)},
		"/schemas/ids/{id}":          {get: op(h.schemaByID, store.SchemaRead)},
		"/schemas/ids/{id}/schema":   {get: op(h.textByID, store.SchemaRead)},
		"/schemas/ids/{id}/subjects": {get: op(h.subjectsOfID, store.SchemaRead)},
		"/schemas/ids/{id}/versions": {get: op(h.versionsOfID, store.SchemaRead)},
		"/schemas/guids/{guid}":      {get: op(h.schemaByGUID, store.SchemaRead)},
		"/schemas/guids/{guid}/ids":  {get: op(h.idsOfGUID, store.SchemaRead)},

		"/config": {
			get: op(h.config, store.SettingsRead),
			put: op(h.configure, store.SettingsUpdate),
			del: op(h.unconfigure, store.SettingsUnset),
		},
		"/config/{subject}": {
			get: op(h.config, store.SettingsRead),
			put: op(h.configure, store.SettingsUpdate),
			del: op(h.unconfigure, store.SettingsUnset),
		},
		"/mode": {
			get: op(h.mode, store.ModeRead),
			put: op(h.setMode, store.ModeUpdate, store.ModeImport),
			del: op(h.unsetMode, store.ModeUnset),
		},
		"/mode/{subject}": {
			get: op(h.mode, store.ModeRead),
			put: op(h.setMode, store.ModeUpdate, store.ModeImport),
			del: op(h.unsetMode, store.ModeUnset),
		},

		"/compatibility/subjects/{subject}/versions":           {post: op(h.checkAll, store.VersionCheck)},
		"/compatibility/subjects/{subject}/versions/{version}": {post: op(h.checkOne, store.VersionCheck)},

		"/contexts":           {get: op(h.listContexts, store.DomainList)},
		"/contexts/{context}": {del: op(h.deleteContext, store.DomainDelete)},

		"/v1/metadata/id":         {get: op(h.clusterID, store.StatusRead)},
		"/v1/metadata/version":    {get: op(h.serverVersion, store.StatusRead)},
		"/v1/metadata/deployment": {get: op(h.deployment, store.StatusRead)},

		"/associations":                              {post: op(h.createAssociations, store.AssociationCreate)},
		"/associations/subjects/{subject}":           {get: op(h.associationsOfSubject, store.AssociationRead)},
		"/associations/resources/{namespace}/{name}": {get: op(h.associationsOfName, store.AssociationRead)},
		"/associations/resources/{id}": {
			get: op(h.associationsOfID, store.AssociationRead),
			put: op(h.upsertAssociations, store.AssociationUpdate, store.AssociationCreate),
			del: op(h.deleteAssociations, store.AssociationDelete),
		},
		"/associations:batchGet": {post: op(h.getAssociationBatch, store.AssociationRead)},
		"/associations:batchMutate": {
			post: op(h.changeAssociationBatch, store.AssociationUpdate, store.AssociationCreate, store.AssociationDelete),
		},
		// the name in release 8.2
		"/associations:batch": {
			post: op(h.changeAssociationBatch, store.AssociationUpdate, store.AssociationCreate, store.AssociationDelete),
		},

		keks: {
			get:  op(h.listKeks, store.KeksList),
			post: op(h.createKek, store.KekCreate),
		},
		kek: {
			get: op(h.kek, store.KekRead),
			put: op(h.updateKek, store.KekUpdate),
			del: op(h.deleteKek, store.KekDelete, store.KekPurge),
		},
		kek + "/undelete": {post: op(h.undeleteKek, store.KekUndelete)},
		kek + "/test":     {post: op(h.testKek, store.KekTest)},
		kek + "/deks": {
			get:  op(h.listDeks, store.DeksList),
			post: op(h.createDek, store.DekCreate),
		},
		dek: {
			get:  op(h.firstDek, store.DekRead),
			post: op(h.createDek, store.DekCreate),
			del:  op(h.deleteDek, store.DekDelete, store.DekPurge),
		},
		dek + "/undelete": {post: op(h.undeleteDek, store.DekUndelete)},
		dek + "/versions": {get: op(h.listDekVersions, store.DeksList)},
		dekVersion: {
			get: op(h.dekVersion, store.DekRead),
			del: op(h.deleteDek, store.DekDelete, store.DekPurge),
		},
		dekVersion + "/undelete": {post: op(h.undeleteDek, store.DekUndelete)},
	}
}
