package kms

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	awskms "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	tinkaws "github.com/tink-crypto/tink-go-awskms/v3/integration/awskms"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// awsService asks AWS KMS. The region is that of the key's ARN; credentials are those of the KEK's properties, as the
// clients name them, else what the AWS SDK finds; endpoints can be set in the SDK's environment alone.
type awsService struct{ clients pool[*awskms.Client] }

func newAWS() awsService { return awsService{newPool[*awskms.Client](nil)} }

// awsKey is the form of an ARN of a key, with its region.
var awsKey = regexp.MustCompile(`^arn:aws[a-z-]*:kms:([a-z0-9-]+):`)

func (s awsService) cipher(ctx context.Context, k Key) (tink.AEADWithContext, error) {
	parts := awsKey.FindStringSubmatch(k.ID)
	if parts == nil {
		return nil, errors.New("the id of the key is no ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID")
	}
	region := parts[1]
	client, err := s.clients.get([]any{region, k.Props}, func() (*awskms.Client, error) {
		c, err := awsConfig(ctx, region, k.Props)
		if err != nil {
			return nil, err
		}
		return awskms.NewFromConfig(c), nil
	})
	if err != nil {
		return nil, err
	}
	return tinkaws.NewAEADWithContext(ctx, k.ID, tinkaws.WithKMS(client))
}

// awsConfig is the SDK's configuration with the credentials that the properties of a KEK ask for.
func awsConfig(ctx context.Context, region string, props map[string]string) (aws.Config, error) {
	options := []func(*config.LoadOptions) error{config.WithRegion(region)}
	if id, secret := props["access.key.id"], props["secret.access.key"]; id != "" && secret != "" {
		options = append(options, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(id, secret, "")))
	} else if profile := props["profile"]; profile != "" {
		options = append(options, config.WithSharedConfigProfile(profile))
	}
	c, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return c, err
	}
	if c.HTTPClient == nil { // as it is unless the environment asks for something special
		c.HTTPClient = awshttp.NewBuildableClient()
	}
	c.HTTPClient = bounded{c.HTTPClient}
	if props["role.arn"] != "" {
		c.Credentials = aws.NewCredentialsCache(awsRole(c, props))
	}
	return c, nil
}

// awsRole assumes the role that the properties name.
func awsRole(c aws.Config, props map[string]string) aws.CredentialsProvider {
	return stscreds.NewAssumeRoleProvider(sts.NewFromConfig(c), props["role.arn"], func(o *stscreds.AssumeRoleOptions) {
		if o.RoleSessionName = props["role.session.name"]; o.RoleSessionName == "" {
			o.RoleSessionName = "concord"
		}
		if id := props["role.external.id"]; id != "" {
			o.ExternalID = &id
		}
	})
}

// awsDenials are the codes by which AWS refuses an identity or a key.
var awsDenials = []string{"AccessDeniedException", "AccessDenied", "KMSAccessDenied", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "ExpiredTokenException"}

func (awsService) explain(err error) (string, bool) {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return "AWS KMS answers " + api.ErrorCode() + ": " + api.ErrorMessage(), slices.Contains(awsDenials, api.ErrorCode())
	}
	return "AWS KMS cannot be asked: " + err.Error(), false
}

func (awsService) access() string {
	return "The server's identity needs kms:Encrypt and kms:Decrypt on the key"
}
