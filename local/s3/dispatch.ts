import { notImplemented, S3Error } from './errors.ts';
import { listObjectsV2 } from './list-operation.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
} from './multipart-operations.ts';
import { type Operation } from './operation.ts';
import { getObject, headObject } from './read-operations.ts';
import { refuseOtherHeaders, refuseOtherParameters, type S3Request } from './request.ts';
import { copyObject, deleteObject, deleteObjects, putObject } from './write-operations.ts';

const headBucket: Operation = { parameters: [], run: async () => ({}) };

const getBucketLocation: Operation = {
  parameters: ['location'],
  run: async () => ({ document: { LocationConstraint: 'ap-southeast-1' } }),
};

/** What the server can do, by the names of S3's reference. */
const operations: Readonly<Record<string, Operation>> = {
  HeadBucket: headBucket,
  GetBucketLocation: getBucketLocation,
  ListObjectsV2: listObjectsV2,
  GetObject: getObject,
  HeadObject: headObject,
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
};

/** The name of what is asked, also of what the server cannot do. */
export function operationName(request: S3Request): string {
  if (request.bucket === '') return request.method === 'GET' ? 'ListBuckets' : 'Service';
  return request.key === '' ? bucketOperation(request) : objectOperation(request);
}

function bucketOperation({ method, query }: S3Request): string {
  switch (method) {
    case 'GET':
      if (query.get('list-type') === '2') return 'ListObjectsV2';
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('uploads')) return 'ListMultipartUploads';
      if (query.has('versions')) return 'ListObjectVersions';
      return 'ListObjects';
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      return 'CreateBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : 'PostObject';
    default:
      return method;
  }
}

function objectOperation({ method, query, header }: S3Request): string {
  const isCopy = header('x-amz-copy-source') !== '';
  const isOfUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      if (isOfUpload) return 'ListParts';
      return query.has('attributes') ? 'GetObjectAttributes' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (isOfUpload) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (isOfUpload) return 'CompleteMultipartUpload';
      return query.has('uploads') ? 'CreateMultipartUpload' : 'POST of an object';
    case 'DELETE':
      return isOfUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return method;
  }
}

/** The operation of that name. Throws `NotImplemented` for what would be left out of account, `MethodNotAllowed`. */
export function operationOf(name: string, request: S3Request): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) {
    refuseOtherParameters(request, operation.parameters);
    refuseOtherHeaders(request);
    return operation;
  }
  if (!METHODS.includes(request.method)) {
    throw new S3Error(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
    );
  }
  throw notImplemented(name);
}

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
