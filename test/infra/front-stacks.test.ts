import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkshop, statements, type Synthesis, type Workshop } from './synthesis.ts';

let workshop: Workshop;
let prod: Synthesis;
beforeAll(async () => {
  workshop = await openWorkshop();
  prod = workshop.synthesise({ profile: 'prod' });
});
afterAll(() => workshop.close());

describe('the user pool', () => {
  test('takes whom an administrator lets in, with a good password and a second factor', () => {
    expect(prod.single('AWS::Cognito::UserPool').Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
    });
  });

  test.for([
    ['dev', 'OFF'],
    ['staging', 'OPTIONAL'],
    ['prod', 'ON'],
  ] as const)('asks in %s for a second factor: %s', ([profile, mode]) => {
    const made = workshop.synthesise({ profile });
    expect(made.single('AWS::Cognito::UserPool').Properties['MfaConfiguration'] ?? 'OFF').toBe(
      mode,
    );
  });

  test('has the groups that the schema knows', () => {
    const schema = String(prod.single('AWS::AppSync::GraphQLSchema').Properties['Definition']);
    const known = new Set(
      [...schema.matchAll(/cognito_groups: \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/"([^"]+)"/g)].map(([, group]) => group),
      ),
    );
    const groups = prod
      .of('AWS::Cognito::UserPoolGroup')
      .map(({ Properties }) => Properties['GroupName']);
    expect(new Set(groups)).toEqual(known);
  });

  test('has the console as its client: codes by PKCE, no secret, sent back to the console only', () => {
    const { Properties } = prod.single('AWS::Cognito::UserPoolClient');
    expect(Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
    expect(Properties['ExplicitAuthFlows']).not.toContain('ALLOW_USER_PASSWORD_AUTH');
    const page = `https://${prod.single('AWS::CloudFront::Distribution').id}.DomainName/`;
    for (const urls of ['CallbackURLs', 'LogoutURLs']) {
      expect((Properties[urls] as unknown[]).map(prod.text)).toEqual([page]);
    }
  });
});

describe('the console', () => {
  test('is given out by CloudFront alone, from a private bucket', () => {
    const distribution = prod.single('AWS::CloudFront::Distribution');
    const bucket = prod.single('AWS::S3::Bucket', 'Web');
    const policy = prod.single('AWS::S3::BucketPolicy', 'Web');
    const allowed = statements(policy).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      { Action: 's3:GetObject', Principal: { Service: 'cloudfront.amazonaws.com' } },
    ]);
    const [{ Condition } = { Condition: undefined }] = allowed as { Condition?: unknown }[];
    expect(JSON.stringify(Condition)).toContain(distribution.id);
    expect(JSON.stringify(allowed[0]?.Resource)).toContain(bucket.id);
    expect(prod.single('AWS::CloudFront::OriginAccessControl').Properties).toMatchObject({
      OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
    });
  });

  test('answers by https only, and with its start page where the console finds its own way', () => {
    expect(
      prod.single('AWS::CloudFront::Distribution').Properties['DistributionConfig'],
    ).toMatchObject({
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
      DefaultRootObject: 'index.html',
      CustomErrorResponses: [403, 404].map(ErrorCode => ({
        ErrorCode,
        ResponseCode: 200,
        ResponsePagePath: '/index.html',
      })),
    });
  });

  test('takes TLS 1.2 or newer under a name of its own', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/abc';
    const made = workshop.synthesise({
      profile: 'prod',
      settings: { web: { domain: { name: 'admin.example.org', certificateArn } } },
    });
    expect(
      made.single('AWS::CloudFront::Distribution').Properties['DistributionConfig'],
    ).toMatchObject({
      Aliases: ['admin.example.org'],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    expect(made.single('AWS::Cognito::UserPoolClient').Properties['CallbackURLs']).toEqual([
      'https://admin.example.org/',
    ]);
  });

  test('tells browsers what its pages may do', () => {
    const { Properties } = prod.single('AWS::CloudFront::ResponseHeadersPolicy');
    const { SecurityHeadersConfig: headers } = Properties['ResponseHeadersPolicyConfig'] as {
      SecurityHeadersConfig: Record<string, Record<string, unknown>>;
    };
    expect(headers).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
    });
    const csp = prod.text(headers['ContentSecurityPolicy']?.['ContentSecurityPolicy']);
    expect(csp).not.toMatch(/unsafe|\*(?!\.appsync)/);
    expect(csp.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
  });
});

test('whoever deployed finds where everything is in the outputs', () => {
  const outputs = Object.values(prod.templates).flatMap(template => {
    const { Outputs = {} } = template as { Outputs?: Record<string, object> };
    return Object.keys(Outputs).filter(name => !/^(Exports|Publish)Output/.test(name));
  });
  expect(outputs).toEqual(
    expect.arrayContaining([
      'ConsoleBucketName',
      'ConsoleUrl',
      'DataBucketName',
      'GraphqlUrl',
      'SignInUrl',
      'UserPoolClientId',
      'UserPoolId',
    ]),
  );
});
