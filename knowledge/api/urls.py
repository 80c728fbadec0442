"""The addresses of knowledge for programs."""

from django.urls import path

from knowledge.api import documents, extractions, interviews

urlpatterns = [
    path("interviews", interviews.Interviews.as_view(), name="api-interviews"),
    path(
        "interviews/<int:number>",
        interviews.OneInterview.as_view(),
        name="api-interview",
    ),
    path(
        "interviews/<int:number>/original",
        interviews.OriginalFile.as_view(),
        name="api-interview-original",
    ),
    path(
        "interviews/<int:number>/extractions",
        extractions.Extractions.as_view(),
        name="api-extractions",
    ),
    path(
        "interviews/<int:number>/extractions/<int:look>",
        extractions.OneExtraction.as_view(),
        name="api-extraction",
    ),
    path(
        "interviews/<int:number>/candidates",
        extractions.Candidates.as_view(),
        name="api-candidates",
    ),
    path("documents", documents.Documents.as_view(), name="api-documents"),
    path(
        "documents/<int:number>",
        documents.OneDocument.as_view(),
        name="api-document",
    ),
    path(
        "documents/<int:number>/original",
        documents.OriginalDocument.as_view(),
        name="api-document-original",
    ),
    path(
        "documents/<int:number>/candidates",
        documents.DocumentCandidates.as_view(),
        name="api-document-candidates",
    ),
]
