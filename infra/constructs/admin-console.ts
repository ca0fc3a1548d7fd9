import { Aws, CrossStackReferences, Duration, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type WebConfig } from '../config/config.ts';
import { acknowledge } from './acknowledge.ts';

export interface AdminConsoleProps {
  /** What names begin with. */
  readonly prefix: string;
  readonly domain?: WebConfig['domain'];
  /** Where pages may send requests, besides where they come from: sources of a content security policy. */
  readonly connectTo: readonly string[];
}

/**
 * Where the administrators' console is served from: files in a private bucket, given out by CloudFront alone. A path that
 * is no file is a page of the console, which finds its way by itself.
 */
export class AdminConsole extends Construct {
  readonly bucket: Bucket;
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  readonly distributionId: string;

  constructor(scope: Construct, id: string, { prefix, domain, connectTo }: AdminConsoleProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Files', {
      removalPolicy: RemovalPolicy.RETAIN,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1': 'CloudFront alone reads it, and its files are the same for everybody.',
    });
    const index = { httpStatus: 200, path: '/index.html' };
    const distribution = new Distribution(this, 'Distribution', {
      comment: `The console of ${prefix}`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        // Signed by CloudFront; the bucket lets in this distribution and nobody else.
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessControl: new S3OriginAccessControl(this, 'Access', {
            originAccessControlName: nameInAccount(prefix),
          }),
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.headers(prefix, connectTo),
        compress: true,
      },
      // Without the right to list, the bucket answers 403 for what is not there.
      errorResponses: [403, 404].map(httpStatus => ({
        httpStatus,
        responseHttpStatus: index.httpStatus,
        responsePagePath: index.path,
        ttl: Duration.minutes(5),
      })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Asia is not in the cheapest class.
      priceClass: PriceClass.PRICE_CLASS_200,
      // CloudFront's own name has CloudFront's own certificate, whose oldest protocol cannot be chosen.
      ...(domain && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Staff may be anywhere; what is given out is no secret.',
      'AwsSolutions-CFR2': 'Files are read and nothing is taken in; the API has a firewall.',
      'AwsSolutions-CFR3':
        'The files are the same for everybody; sign-ins and what is asked of the API are logged where they happen.',
      ...(!domain && {
        'AwsSolutions-CFR4':
          "The name is CloudFront's own, and so is its certificate, whose oldest protocol cannot be chosen.",
      }),
    });
    // Others only write its name down, so it may go when the console gets one of its own.
    CrossStackReferences.of(distribution).produce(ReferenceStrength.WEAK);
    this.distributionId = distribution.distributionId;
    this.url = `https://${domain?.name ?? distribution.distributionDomainName}`;
  }

  private headers(prefix: string, connectTo: readonly string[]): ResponseHeadersPolicy {
    const contentSecurityPolicy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      // Consultants' pictures are links into the web.
      "img-src 'self' data: https:",
      `connect-src ${["'self'", ...connectTo].join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; ');
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: nameInAccount(prefix),
      comment: `What browsers may do with the console of ${prefix}`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: 'permissions-policy',
            value: 'camera=(), microphone=(), geolocation=(), payment=()',
            override: true,
          },
          { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        ],
      },
    });
  }
}

/** CloudFront is in no region: its names are taken for the whole account, and the same copy may be in several. */
const nameInAccount = (prefix: string): string => `${prefix}-Console-${Aws.REGION}`;
