"""What is too big is dropped while it comes in, so that everything else on the form can still be read."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class Limit(FileUploadHandler):
    """Takes so many bytes of files from one request, and drops the file with which they are passed. Asked first of all handlers."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.left, self.dropped = most, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            self.dropped = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        # The file is made by the handlers after this one.
        return None


def limit(request: HttpRequest, most: int) -> Limit:
    """Limit the files of a request before it is read. Says afterwards, as `dropped`, whether one was too big."""
    found = Limit(request, most)
    request.upload_handlers = [found, *request.upload_handlers]
    return found
