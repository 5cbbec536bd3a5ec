package concordtest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/concordtest"
)

func ExampleServer_Refuse() {
	test := func(t testing.TB) {
		srv := concordtest.New(t)
		srv.Refuse("invoice-value", concord.Finding{Code: "SEM001", Message: "customer_id is text everywhere"})

		_, err := srv.Client().Domain("billing").Register(context.Background(), concord.Registration{
			Subject: "invoice-value", Schema: concord.Schema{Text: `"int"`},
		})
		var e *concord.Error
		if errors.Is(err, concord.Refused) && errors.As(err, &e) {
			fmt.Println(e.Verdict.Findings[0].Code, e.Verdict.Findings[0].Message)
		}
	}
	run(test)
	// Output: SEM001 customer_id is text everywhere
}

func ExampleServer_Outage() {
	test := func(t testing.TB) {
		srv := concordtest.New(t)
		billing := srv.Client().Domain("billing")
		end := srv.Outage()
		_, err := billing.Register(context.Background(), concord.Registration{Subject: "a", Schema: concord.Schema{Text: `"int"`}})
		fmt.Println(errors.Is(err, concord.Unavailable))
		end()
		made, err := billing.Register(context.Background(), concord.Registration{Subject: "a", Schema: concord.Schema{Text: `"int"`}})
		fmt.Println(made.Version.Version, err)
	}
	run(test)
	// Output:
	// true
	// 1 <nil>
}
