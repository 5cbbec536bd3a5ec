package migrate_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// everything is a registry with something of every kind that there is.
func everything(t *testing.T) served {
	t.Helper()
	all := source(t)
	c := all.Registry
	register(t, c, "billing", "pay-value", confluent.Schema{Text: `"double"`}, "owned-value", confluent.Schema{Text: `"string"`})
	register(t, c, "", "ledger", confluent.Schema{Text: `"bytes"`})
	keys(t, c)
	associate(t, c)
	describe(t, all.address)
	members := `{"alias":"money","aliasForDeks":"pay-value","normalize":true,"validateFields":true,"validateNewSchemas":false,"validateRules":true,` +
		`"compatibility":"FULL","compatibilityJudge":"sound","compatibilityPolicy":"LENIENT","compatibilityGroup":"major",` +
		`"defaultMetadata":{"properties":{"a":"1"}},"overrideMetadata":{"tags":{"*":["T"]},"sensitive":["a"]},` +
		`"defaultRuleSet":{"domainRules":[{"name":"r","kind":"CONDITION","mode":"WRITE","type":"CEL","expr":"true"}]},` +
		`"overrideRuleSet":{"migrationRules":[{"name":"m","kind":"TRANSFORM","mode":"UPGRADE","type":"JSONATA","expr":"$"}]}}`
	for _, scope := range []confluent.Scope{"", confluent.Everywhere, ":.billing:", ":.billing:pay-value", "gone"} {
		configure(t, c, scope, members)
	}
	for scope, mode := range map[confluent.Scope]string{confluent.Everywhere: "FORWARD", "": "READONLY_OVERRIDE", "gone": "IMPORT"} {
		check(t, c.SetMode(t.Context(), scope, mode))
	}
	return all
}

// describe says something of domains: of the default one, of one whose name has dots, of one that holds nothing, and of
// one whose context is called like the default domain. Of domain planned nothing is said but that it is there.
func describe(t *testing.T, address string) {
	t.Helper()
	c := native(t, address)
	many := concord.UpdateOptions{AllowMissing: true}
	for _, d := range []concord.Domain{
		{Domain: "default", Owner: "group:platform"},
		{Domain: "billing", Owner: "group:billing", Description: "Invoices.\nAnd payments.", Contacts: []concord.Contact{
			{Kind: "slack", Address: "#billing"}, {Kind: "email", Address: "billing@example.com"},
		}},
		{Domain: "crm.eu", Description: "customers"},
		{Domain: "planned"},
	} {
		check(t, second(c.Domain(d.Domain).Update(t.Context(), d, many)))
	}
	register(t, connect(t, address, http.DefaultTransport), "default", "odd", confluent.Schema{Text: `"int"`})
	check(t, second(c.Domain(".default").Update(t.Context(), concord.Domain{Owner: "user:ada"})))
}

// keys makes encryption keys, shared and not, live and soft-deleted.
func keys(t *testing.T, c migrate.Registry) {
	t.Helper()
	for _, kek := range []confluent.Kek{
		{Name: "plain", KMSType: "aws-kms", KMSKeyID: "arn:aws:kms:x", KMSProps: map[string]string{"p": "q"}, Doc: "of billing"},
		{Name: "shared", KMSType: "local-kms", KMSKeyID: "k", Shared: true},
		{Name: "old", KMSType: "local-kms", KMSKeyID: "k", Shared: true},
		{Name: "empty", KMSType: "local-kms", KMSKeyID: "k", Shared: true},
	} {
		check(t, c.CreateKek(t.Context(), kek))
	}
	for i, dek := range []confluent.Dek{
		{Kek: "plain", Subject: ":.billing:pay-value", Algorithm: "AES256_GCM", Version: 1, Encrypted: "AAAA"},
		{Kek: "plain", Subject: ":.billing:pay-value", Algorithm: "AES256_GCM", Version: 2, Encrypted: "AAAB"},
		{Kek: "plain", Subject: ":.billing:a/b c", Algorithm: "AES256_SIV", Version: 7, Encrypted: "AAAC"},
		{Kek: "shared", Subject: "money", Algorithm: "AES128_GCM", Version: 1},
		{Kek: "shared", Subject: "no-versions", Algorithm: "AES256_GCM", Version: 1},
		{Kek: "old", Subject: "money", Algorithm: "AES256_GCM", Version: 1},
	} {
		check(t, c.CreateDek(t.Context(), dek))
		if i == 1 || dek.Kek == "old" {
			check(t, c.DeleteDek(t.Context(), dek))
		}
	}
	check(t, c.DeleteKek(t.Context(), "old"))
	configure(t, c, "no-versions", `{"normalize":true}`)
	configure(t, c, ":.billing:nothing-but-an-alias", `{"alias":"pay-value"}`)
	configure(t, c, ":.planned:", `{"compatibility":"FULL"}`)
}

// associate ties a topic to a subject of its own, and two to one subject.
func associate(t *testing.T, c migrate.Registry) {
	t.Helper()
	check(t, c.SetMode(t.Context(), ":.billing:owned-value", "IMPORT"))
	for _, a := range []confluent.Association{
		{Subject: ":.billing:owned-value", ResourceID: "id/1", ResourceNamespace: "billing", ResourceName: "owned", Type: "value", Lifecycle: "STRONG"},
		{Subject: ":.billing:pay-value", ResourceID: "id-2", ResourceNamespace: "lkc", ResourceName: "pay", Type: "value", Lifecycle: "WEAK"},
		{Subject: "ledger", ResourceID: "id-2", ResourceNamespace: "lkc", ResourceName: "pay", Type: "key", Lifecycle: "WEAK"},
		{Subject: "ledger", ResourceID: "id-3", ResourceNamespace: "lkc", ResourceName: "cash", Type: "value", Lifecycle: "WEAK"},
	} {
		a.ResourceType = "topic"
		check(t, c.Associate(t.Context(), a))
	}
	check(t, c.UnsetMode(t.Context(), ":.billing:owned-value"))
}

// described are the domains of [everything].
var described = []migrate.Domain{
	{Name: ".default", Owner: "user:ada"},
	{Name: "billing", Owner: "group:billing", Description: "Invoices.\nAnd payments.", Contacts: []concord.Contact{
		{Kind: "slack", Address: "#billing"}, {Kind: "email", Address: "billing@example.com"},
	}},
	{Name: "crm"},
	{Name: "crm.eu", Description: "customers"},
	{Name: "default", Owner: "group:platform"},
	{Name: "planned"},
}

// TestEverything exports a registry that holds everything, brings that into an empty one and exports again.
func TestEverything(t *testing.T) {
	s := read(t, everything(t).Registry)
	if diff := cmp.Diff(s.Domains, described); diff != "" {
		t.Errorf("domains (-got +want):\n%s", diff)
	}
	if len(s.Keks) != 4 || len(s.Deks) != 6 || len(s.Associations) != 4 || len(s.Skipped) != 0 {
		t.Fatalf("%d keks, %d deks, %d associations, skipped %v", len(s.Keks), len(s.Deks), len(s.Associations), s.Skipped)
	}
	for _, scope := range []confluent.Scope{":.billing:nothing-but-an-alias", ":.planned:", "no-versions"} {
		if !slices.ContainsFunc(s.Scopes, func(found migrate.Scope) bool { return found.Name == scope }) {
			t.Errorf("the settings of %s are missing", scope)
		}
	}
	first, again := filepath.Join(t.TempDir(), "a"), t.TempDir()
	check(t, s.Export(first))
	loaded, err := migrate.Folder(first).Read(t.Context(), migrate.Selection{All: true})
	check(t, err)
	to := connect(t, serve(t), http.DefaultTransport)
	done := bring(t, to, loaded)
	if len(done.Refused) != 0 || done.Associated != 4 || done.Keys == 0 || done.Domains != 5 {
		t.Errorf("%+v, want all associations, keys and domains and nothing refused", done)
	}
	same(t, s, to)
	check(t, read(t, to).Export(again))
	if diff := cmp.Diff(files(t, first), files(t, again)); diff != "" {
		t.Errorf("exported again (-first +again):\n%s", diff)
	}
}

// TestEverythingKilled ends the import of everything at every write, and goes on with another.
func TestEverythingKilled(t *testing.T) {
	s := read(t, everything(t).Registry)
	for n := int64(0); ; n += 3 {
		address := serve(t)
		broken := &faulty{fail: func(*http.Request) error { return errKilled }}
		broken.n.Store(n)
		whole := connect(t, address, http.DefaultTransport)
		copier := migrate.Copier{Target: connect(t, address, broken)}
		_, err := copier.Copy(t.Context(), s, read(t, whole, s.Mentioned()...))
		bring(t, whole, s)
		same(t, s, whole)
		if t.Failed() {
			t.Fatalf("killed at write %d", n)
		}
		if err == nil {
			return
		}
	}
}

// TestKeysChange brings what changed of keys after a first import.
func TestKeysChange(t *testing.T) {
	c := everything(t).Registry
	to := connect(t, serve(t), http.DefaultTransport)
	bring(t, to, read(t, c))
	check(t, c.UndeleteKek(t.Context(), "old"))
	check(t, c.UndeleteDek(t.Context(), confluent.Dek{Kek: "old", Subject: "money", Algorithm: "AES256_GCM", Version: 1}))
	plain, err := c.Kek(t.Context(), "plain")
	check(t, err)
	another := plain
	another.Doc, another.KMSProps = "another", map[string]string{"p": "r"}
	check(t, c.UpdateKek(t.Context(), plain, another))
	check(t, c.DeleteKek(t.Context(), "empty"))
	check(t, c.CreateDek(t.Context(), confluent.Dek{Kek: "shared", Subject: "money", Algorithm: "AES128_GCM", Version: 2}))
	check(t, c.DeleteDek(t.Context(), confluent.Dek{Kek: "shared", Subject: "money", Algorithm: "AES128_GCM", Version: 1}))
	s := read(t, c)
	if done := bring(t, to, s); len(done.Refused) != 0 || done.Keys != 6 {
		t.Errorf("%+v, want 6 changes of keys", done)
	}
	same(t, s, to)
}

// TestKeysWithoutService brings shared keys into a registry that cannot ask their service, which can then not be told
// what it holds.
func TestKeysWithoutService(t *testing.T) {
	s := read(t, everything(t).Registry)
	to := connect(t, serveWith(t, nil), http.DefaultTransport)
	if done := bring(t, to, s); len(done.Refused) != 0 {
		t.Errorf("refused %v", done.Refused)
	}
	differences := migrate.Compare(s, read(t, to, s.Mentioned()...), false)
	if len(differences) != 3 {
		t.Errorf("differences %v, want one for each shared key", differences)
	}
	for _, d := range differences {
		if d.What != "the key" || !strings.Contains(d.Target, "local-kms") {
			t.Errorf("%v, want that the service of the key is missing", d)
		}
	}
}

// TestHiddenKeys are those of a subject that became an alias: the registry answers with those of another.
func TestHiddenKeys(t *testing.T) {
	c := connect(t, serve(t), http.DefaultTransport)
	check(t, c.CreateKek(t.Context(), confluent.Kek{Name: "k", KMSType: "aws-kms", KMSKeyID: "arn:aws:kms:x"}))
	for i, subject := range []confluent.Scope{"a", "b"} {
		check(t, c.CreateDek(t.Context(), confluent.Dek{Kek: "k", Subject: subject, Algorithm: "AES256_GCM", Version: 1, Encrypted: fmt.Sprintf("AAA%d", i)}))
	}
	configure(t, c, "a", `{"alias":"b"}`)
	s := read(t, c)
	if len(s.Deks) != 1 || len(s.Skipped) != 1 || !strings.Contains(s.Skipped[0].Why, "alias") {
		t.Errorf("keys %v, skipped %v, want that of b, and that of a hidden by the alias", s.Deks, s.Skipped)
	}
}

// TestKeysPastAlias brings the key of a subject that is an alias in the target to the subject itself.
func TestKeysPastAlias(t *testing.T) {
	c, to := connect(t, serve(t), http.DefaultTransport), connect(t, serve(t), http.DefaultTransport)
	check(t, c.CreateKek(t.Context(), confluent.Kek{Name: "k", KMSType: "aws-kms", KMSKeyID: "arn:aws:kms:x"}))
	check(t, c.CreateDek(t.Context(), confluent.Dek{Kek: "k", Subject: "a", Algorithm: "AES256_GCM", Version: 1, Encrypted: "AAAA"}))
	configure(t, to, "a", `{"aliasForDeks":"b"}`)
	s := read(t, c)
	bring(t, to, s)
	if kept := read(t, to).Scopes; len(kept) == 0 || kept[len(kept)-1].Config["aliasForDeks"] == nil {
		t.Errorf("scopes %v, want the alias that was there", kept)
	}
	configure(t, to, "a", `{"aliasForDeks":null}`)
	if d := migrate.Compare(s, read(t, to), false); len(d) != 0 {
		t.Errorf("differences %v", d)
	}
}

// TestOnly selects one domain with what belongs to it.
func TestOnly(t *testing.T) {
	part := read(t, everything(t).Registry).Only(migrate.Selection{Domain: "billing"})
	if len(part.Keks) != 1 || len(part.Deks) != 3 || len(part.Associations) != 2 {
		t.Errorf("keks %v, deks %v, associations %v, want those of billing", part.Keks, part.Deks, part.Associations)
	}
}
