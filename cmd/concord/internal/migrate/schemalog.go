package migrate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// schemaLog is the state of a registry that keeps its records in a topic, made by replaying them in order
// (contract §3.14). A record that cannot be read changes nothing, as in the registry itself, and is remembered.
type schemaLog struct {
	// versions are those of each subject, by number.
	versions map[confluent.Scope]map[int]*confluent.Version
	configs  map[confluent.Scope]confluent.StoredConfig
	modes    map[confluent.Scope]string
	// associations are by what their keys say.
	associations map[associationKey]confluent.Association
	skipped      unread
}

func newSchemaLog() *schemaLog {
	return &schemaLog{
		versions:     map[confluent.Scope]map[int]*confluent.Version{},
		configs:      map[confluent.Scope]confluent.StoredConfig{},
		modes:        map[confluent.Scope]string{},
		associations: map[associationKey]confluent.Association{},
		skipped:      unread{},
	}
}

// recordKey is the key of every kind of record; which members count depends on the kind.
type recordKey struct {
	Kind    string  `json:"keytype"`
	Magic   int     `json:"magic"`
	Subject *string `json:"subject"`
	Version int     `json:"version"`
}

// scope is what a key is about, in the one spelling that scopes have here. No subject is the default domain, whose
// records are those of everything in releases before contexts.
func (k recordKey) scope() confluent.Scope {
	if k.Subject == nil {
		return ""
	}
	return confluent.Scope(*k.Subject).Plain()
}

// apply replays one record.
func (l *schemaLog) apply(r record) { l.skipped.note(r, l.replay(r)) }

func (l *schemaLog) replay(r record) error {
	var k recordKey
	if err := json.Unmarshal(r.key, &k); err != nil {
		return fmt.Errorf("its key is not that of a registry: %w", err)
	}
	var err error
	switch k.Kind {
	case "SCHEMA":
		err = l.schema(k, r)
	case "DELETE_SUBJECT":
		err = l.deleteSubject(k, r.value)
	case "CLEAR_SUBJECT":
		l.clearSubject(k, r.value)
	case "CONFIG":
		err = l.config(k, r.value)
	case "MODE":
		err = l.mode(k, r.value)
	case "ASSOC":
		err = l.association(r)
	case "NOOP", "CONTEXT": // a context comes into being with its first subject
	default:
		err = fmt.Errorf("its key is of the kind %q, which is not known", k.Kind)
	}
	return err
}

func (l *schemaLog) schema(k recordKey, r record) error {
	switch {
	case k.Magic != 0 && k.Magic != 1:
		return fmt.Errorf("its key has the magic number %d; 0 and 1 are known", k.Magic)
	case k.Subject == nil || k.Version < 1:
		return fmt.Errorf("its key %s does not name a version", r.key)
	}
	if r.value == nil {
		delete(l.versions[k.scope()], k.Version)
		return nil
	}
	v, err := readSchemaValue(r.value)
	if err != nil {
		return fmt.Errorf("%s version %d: %w", k.scope(), k.Version, err)
	}
	v.Context, v.Subject, v.Version, v.CreateTime = k.scope().Context(), k.scope().Subject(), k.Version, r.time
	l.put(v)
	return nil
}

func (l *schemaLog) put(v *confluent.Version) {
	subject := v.Scope()
	if l.versions[subject] == nil {
		l.versions[subject] = map[int]*confluent.Version{}
	}
	l.versions[subject][v.Version] = v
}

// deleteSubject soft-deletes the versions up to one.
func (l *schemaLog) deleteSubject(k recordKey, value []byte) error {
	if value == nil {
		return nil
	}
	var until deleteValue
	if err := json.Unmarshal(value, &until); err != nil {
		return fmt.Errorf("deletion of %s: %w", k.scope(), err)
	}
	for number, v := range l.versions[k.scope()] {
		if number <= until.Version && !v.Deleted {
			deleted := *v // snapshots that were given out stay as they were
			deleted.Deleted = true
			l.put(&deleted)
		}
	}
	return nil
}

// clearSubject removes what is soft-deleted in a subject, in a whole domain, or, where neither is named, anywhere.
func (l *schemaLog) clearSubject(k recordKey, value []byte) {
	if value == nil {
		return
	}
	scope := k.scope()
	if scope.Subject() != "" {
		l.clear(scope)
		return
	}
	for subject := range l.versions {
		if scope == "" || subject.Context() == scope.Context() {
			l.clear(subject)
		}
	}
}

func (l *schemaLog) clear(subject confluent.Scope) {
	maps.DeleteFunc(l.versions[subject], func(_ int, v *confluent.Version) bool { return v.Deleted })
}

func (l *schemaLog) config(k recordKey, value []byte) error {
	if value == nil {
		delete(l.configs, k.scope())
		return nil
	}
	config, err := readConfigValue(value)
	if err != nil {
		return fmt.Errorf("config of %s: %w", scopeName(k.scope()), err)
	}
	l.configs[k.scope()] = config
	return nil
}

func (l *schemaLog) mode(k recordKey, value []byte) error {
	var mode modeValue
	if value != nil {
		if err := json.Unmarshal(value, &mode); err != nil {
			return fmt.Errorf("mode of %s: %w", scopeName(k.scope()), err)
		}
	}
	if mode.Mode == "" {
		delete(l.modes, k.scope())
		return nil
	}
	l.modes[k.scope()] = mode.Mode
	return nil
}

// associationKey is the key of an ASSOC record, without what is the same in all.
type associationKey struct {
	Tenant    string `json:"tenant"`
	Name      string `json:"resourceName"`
	Namespace string `json:"resourceNamespace"`
	Resource  string `json:"resourceType"`
	Type      string `json:"associationType"`
	Subject   string `json:"subject"`
}

func (l *schemaLog) association(r record) error {
	var k associationKey
	if err := json.Unmarshal(r.key, &k); err != nil {
		return fmt.Errorf("association: %w", err)
	}
	if r.value == nil {
		delete(l.associations, k)
		return nil
	}
	var a confluent.Association
	if err := json.Unmarshal(r.value, &a); err != nil {
		return fmt.Errorf("association of %s: %w", k.Name, err)
	}
	a.Subject = a.Subject.Plain()
	l.associations[k] = a
	return nil
}

// snapshot is what the registry would answer. level is the one that it was started with, which counts wherever no other
// is stored.
func (l *schemaLog) snapshot(level string) *Snapshot {
	s := newSnapshot()
	s.Skipped = l.skipped.list("")
	for _, versions := range l.versions {
		s.Versions = slices.AppendSeq(s.Versions, maps.Values(versions))
	}
	s.Associations = slices.AppendSeq(s.Associations, maps.Values(l.associations))
	names := map[confluent.Scope]bool{"": true, confluent.Everywhere: true}
	for name := range l.configs {
		names[name] = true
	}
	for name := range l.modes {
		names[name] = true
	}
	for name := range names {
		s.Scopes = append(s.Scopes, l.scope(name, level))
	}
	s.sort()
	return s
}

func (l *schemaLog) scope(name confluent.Scope, level string) Scope {
	scope := Scope{Name: name, Mode: l.modes[name], Config: maps.Clone(l.configs[name])}
	if lastResort(name) && scope.Mode == readWrite {
		scope.Mode = "" // as it is where none is set
	}
	if scope.Config == nil && lastResort(name) {
		scope.Config = confluent.StoredConfig{}
	}
	if scope.Config != nil && scope.Config["compatibility"] == nil {
		scope.Config["compatibility"] = json.RawMessage(fmt.Sprintf("%q", level))
	}
	return scope
}
