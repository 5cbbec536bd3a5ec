package concord_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	concord "github.com/concord-registry/concord/clients/old"
)

var ctx = context.Background()

// serve is a client of a server that answers every request alike.
func serve(status int, answer string) (*concord.Client, func()) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	client, err := concord.New(concord.Config{URLs: []string{server.URL}})
	if err != nil {
		log.Fatal(err)
	}
	return client, server.Close
}

func Example() {
	client, end := serve(http.StatusOK, `{"id":7,"version":1,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\""}`)
	defer end()

	version, err := client.In("billing").Register(ctx, concord.Registration{
		Subject: "invoice-value",
		Schema:  concord.Schema{Type: concord.Avro, Text: `"string"`},
	})
	if err != nil {
		log.Fatal(err)
	}
	record := append(concord.Frame(nil, version.ID), "\x0ahello"...)
	fmt.Printf("%s version %d: % x\n", version.Subject, version.Number, record)
	// Output: invoice-value version 1: 00 00 00 00 07 0a 68 65 6c 6c 6f
}

func ExampleNew() {
	_, err := concord.New(concord.Config{URLs: []string{"registry"}})
	fmt.Println(err)
	// Output: "registry" is not an http or https URL
}

func ExampleClient_Register() {
	client, end := serve(http.StatusConflict, `{"error_code":40901,"message":"Schema being registered is incompatible with an earlier schema"}`)
	defer end()

	_, err := client.Register(ctx, concord.Registration{Subject: "orders-value", Schema: concord.Schema{Text: `"int"`}})
	if concord.KindOf(err) == concord.Incompatible {
		fmt.Println("refused:", err)
	}
	// Output: refused: Schema being registered is incompatible with an earlier schema
}

func ExampleClient_LookUp() {
	client, end := serve(http.StatusOK, `{"subject":"orders-value","version":3,"id":7,"schema":"\"int\""}`)
	defer end()

	version, err := client.LookUp(ctx, "orders-value", concord.Schema{Text: `"int"`}, false)
	fmt.Println(version.Number, version.ID, err)
	// Output: 3 7 <nil>
}

func ExampleClient_ByID() {
	client, end := serve(http.StatusOK, `{"schemaType":"JSON","schema":"{}"}`)
	defer end()

	id, _, err := concord.Unframe([]byte{0, 0, 0, 0, 7, '{', '}'})
	if err != nil {
		log.Fatal(err)
	}
	version, err := client.ByID(ctx, id)
	fmt.Println(version.Schema.Type, version.Schema.Text, err)
	// Output: JSON {} <nil>
}

func ExampleClient_ByGUID() {
	client, end := serve(http.StatusOK, `{"schema":"\"string\""}`)
	defer end()

	guid, err := concord.ParseGUID("095d71cf-1255-6b9d-5e33-0ad575b3df5d")
	if err != nil {
		log.Fatal(err)
	}
	schema, err := client.ByGUID(ctx, guid)
	fmt.Println(schema.Type, schema.Text, err)
	// Output: AVRO "string" <nil>
}

func ExampleClient_Latest() {
	client, end := serve(http.StatusOK, `{"subject":"orders-value","version":3,"id":7,"schema":"\"int\""}`)
	defer end()

	version, err := client.Latest(ctx, "orders-value")
	fmt.Println(version.Number, err)
	// Output: 3 <nil>
}

func ExampleClient_Version() {
	client, end := serve(http.StatusNotFound, `{"error_code":40402,"message":"Version 9 not found."}`)
	defer end()

	_, err := client.Version(ctx, "orders-value", 9, false)
	var failure *concord.Error
	if errors.As(err, &failure) {
		fmt.Println(failure.Kind, failure.Code, failure.Message)
	}
	// Output: NOT_FOUND 40402 Version 9 not found.
}

func ExampleClient_Check() {
	client, end := serve(http.StatusOK, `{"accepted":false,"level":"LEVEL_BACKWARD","findings":[
		{"code":"AvroFieldMissingDefault","breaks":["AXIS_WIRE"],"refuses":true,"new":{"path":"Order.sku"},"message":"field sku has no default","fix":{"text":"give it a default"}}],"seq":"12"}`)
	defer end()

	check, err := client.Check(ctx, concord.Registration{Subject: "orders-value", Schema: concord.Schema{Text: "…"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range check.Findings {
		fmt.Printf("%s: %s; %s\n", f.New.Path, f.Message, f.Fix.Text)
	}
	// Output: Order.sku: field sku has no default; give it a default
}

func ExampleClient_Compare() {
	client, end := serve(http.StatusOK, `{"accepted":true,"seq":"12"}`)
	defer end()

	check, err := client.Compare(ctx, concord.Registration{Subject: "orders-value", Schema: concord.Schema{Text: "…"}}, 2)
	fmt.Println(check.Accepted, err)
	// Output: true <nil>
}

func ExampleClient_Apply() {
	client, end := serve(http.StatusOK, `{"registered":[{"version":{"subject":"a","number":1},"created":true},{"version":{"subject":"b","number":4}}],"seq":"13"}`)
	defer end()

	plan, err := client.Apply(ctx, concord.ChangeSet{DryRun: true, Registrations: []concord.Registration{
		{Subject: "a", Schema: concord.Schema{Text: `"int"`}},
		{Subject: "b", Schema: concord.Schema{Text: `"string"`}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range plan.Registered {
		fmt.Println(r.Version.Subject, r.Version.Number, r.Created)
	}
	fmt.Println("apply with If:", plan.Seq)
	// Output:
	// a 1 true
	// b 4 false
	// apply with If: 13
}

func ExampleClient_Domains() {
	client, end := serve(http.StatusOK, `{"domains":["","billing"],"seq":"9"}`)
	defer end()

	domains, err := client.Domains(ctx)
	fmt.Printf("%q %v\n", domains, err)
	// Output: ["" "billing"] <nil>
}

func ExampleClient_Subjects() {
	client, end := serve(http.StatusOK, `{"subjects":[{"domain":"billing","subject":"invoice-key"},{"domain":"billing","subject":"invoice-value"}]}`)
	defer end()

	for name, err := range client.In("billing").Subjects(ctx, "invoice-", concord.LiveOnly) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(name.Subject)
	}
	// Output:
	// invoice-key
	// invoice-value
}

func ExampleClient_AllSubjects() {
	client, end := serve(http.StatusOK, `{"subjects":[{"domain":"","subject":"orders"},{"domain":"billing","subject":"invoice"}]}`)
	defer end()

	for name, err := range client.AllSubjects(ctx, concord.LiveOnly) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%q %s\n", name.Domain, name.Subject)
	}
	// Output:
	// "" orders
	// "billing" invoice
}

func ExampleClient_Versions() {
	client, end := serve(http.StatusOK, `{"versions":[{"number":1,"id":3,"deleted":true,"seq":"5"},{"number":2,"id":7,"seq":"8"}]}`)
	defer end()

	versions, err := client.Versions(ctx, "orders-value", concord.WithDeleted)
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range versions {
		fmt.Println(v.Number, v.ID, v.Deleted, v.Seq)
	}
	// Output:
	// 1 3 true 5
	// 2 7 false 8
}

func ExampleClient_DeleteSubject() {
	client, end := serve(http.StatusOK, `{"versions":[1,2],"seq":"14"}`)
	defer end()

	versions, err := client.DeleteSubject(ctx, "orders-value", false)
	fmt.Println(versions, err)
	// Output: [1 2] <nil>
}

func ExampleClient_DeleteVersion() {
	client, end := serve(http.StatusOK, `{"version":2,"seq":"14"}`)
	defer end()

	version, err := client.DeleteVersion(ctx, "orders-value", -1, false)
	fmt.Println(version, err)
	// Output: 2 <nil>
}

func ExampleClient_Settings() {
	client, end := serve(http.StatusNotFound, `{"code":5,"message":"nothing is set for orders-value"}`)
	defer end()

	_, err := client.Settings(ctx, "orders-value")
	fmt.Println(concord.KindOf(err))
	// Output: NOT_FOUND
}

func ExampleClient_EffectiveSettings() {
	client, end := serve(http.StatusOK, `{"config":{"level":"LEVEL_BACKWARD","judge":"JUDGE_UNSPECIFIED"}}`)
	defer end()

	settings, err := client.EffectiveSettings(ctx, "orders-value")
	fmt.Println(settings.Level, err)
	// Output: BACKWARD <nil>
}

func ExampleClient_Configure() {
	client, end := serve(http.StatusOK, `{"config":{"level":"LEVEL_FULL","judge":"JUDGE_SOUND"},"seq":"15"}`)
	defer end()

	settings, err := client.Configure(ctx, "orders-value",
		concord.Settings{Level: concord.Full, Judge: concord.Sound}, concord.SetLevel, concord.SetJudge)
	fmt.Println(settings.Level, settings.Judge, err)
	// Output: FULL SOUND <nil>
}

func ExampleClient_Decision() {
	client, end := serve(http.StatusOK, `{"entry":{"seq":"8","actor":"ada","action":"register"},"decision":{"outcome":"accepted_with_warnings","findings":[{"rule":"SEM001","message":"want uuid"}]}}`)
	defer end()

	entry, decision, err := client.Decision(ctx, 8)
	fmt.Println(entry.Actor, entry.Action, decision.Outcome, decision.Findings[0].Rule, err)
	// Output: ada register accepted_with_warnings SEM001 <nil>
}

func ExampleClient_Rules() {
	client, end := serve(http.StatusOK, `{"rules":[{"code":"AvroFieldMissingDefault","type":"SCHEMA_TYPE_AVRO","title":"A field is read that was not written and has no default","breaks":["AXIS_WIRE"]}]}`)
	defer end()

	rules, err := client.Rules(ctx, concord.Avro)
	fmt.Println(rules[0].Code, rules[0].Breaks, err)
	// Output: AvroFieldMissingDefault [WIRE] <nil>
}

func ExampleClient_Status() {
	client, end := serve(http.StatusOK, `{"release":"v1.0.0","connected":true,"seq":"15"}`)
	defer end()

	status, err := client.Status(ctx)
	fmt.Println(status.Release, status.Connected, status.Seq, err)
	// Output: v1.0.0 true 15 <nil>
}

func ExampleClient_Watch() {
	client, end := serve(http.StatusOK, `{"result":{"seq":"8","entry":{"seq":"8","action":"register","subject":{"subject":"orders-value"}}}}`+"\n")
	defer end()

	for event, err := range client.Watch(ctx, 7) {
		if err != nil {
			log.Fatal(err)
		}
		if event.Entry != nil {
			fmt.Println(event.Seq, event.Entry.Action, event.Entry.Subject.Subject)
		}
		break
	}
	// Output: 8 register orders-value
}

func ExampleClient_WatchAll() {
	client, end := serve(http.StatusConflict, `{"code":10,"message":"the log no longer reaches back so far","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"STALE"}]}`)
	defer end()

	for _, err := range client.WatchAll(ctx, 1) {
		if concord.KindOf(err) == concord.Stale {
			fmt.Println("list everything, then watch after the position of the list")
		}
	}
	// Output: list everything, then watch after the position of the list
}
